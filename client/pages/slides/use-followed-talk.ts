import { useEffect, useState } from 'preact/hooks'
import type { TextLines } from '../../editor/text-lines.ts'
import { lineOfView } from '../../editor/view-place.ts'
import type { Replica, Session } from '../../sync/session.ts'
import type { Company } from '../together/company.ts'
import type { ShownSlides } from './shown-slides.ts'
import { followedTalk, type PresentedTalk, talksOf } from './talks.ts'

interface FollowedParts {
  readonly session: Session
  readonly replica: Replica
  readonly company: Company
  readonly shown: ShownSlides
  readonly lines: TextLines
  readonly isOn: boolean
}

export interface FollowedTalk {
  readonly talks: readonly PresentedTalk[]
  /** The one that is gone along with; null when nobody presents. */
  readonly talk: PresentedTalk | null
  /** One looks around by oneself, for now. */
  readonly isOnOwn: boolean
  /** Who presented last and has ended; '' while somebody presents or nobody has. */
  readonly ended: string
  readonly choose: (person: string) => void
  readonly leave: () => void
  readonly comeBack: () => void
}

/** Goes along with what somebody presents. The one that one goes along with stays it, whoever begins meanwhile. */
export function useFollowedTalk({ session, replica, company, shown, lines, isOn }: FollowedParts): FollowedTalk {
  const [chosen, setChosen] = useState<PresentedTalk | null>(null)
  const [isOnOwn, setOnOwn] = useState(false)
  const talks = isOn ? talksOf(session.people.value, company.doing.value) : []
  const talk = followedTalk(talks, chosen?.person ?? null)
  const count = shown.state.value?.count ?? 0

  useEffect(() => {
    if (talk !== null) setChosen(talk)
  }, [talk?.person, talk?.name])

  useEffect(() => {
    if (talk === null || isOnOwn) return
    const line = lineOfView(replica.text, lines, { line: talk.line, share: 0 })
    shown.go(line === null ? { slide: talk.slide } : { line })
  }, [talk?.person, JSON.stringify(talk?.line), isOnOwn, count])

  return {
    talks,
    talk,
    isOnOwn,
    ended: talk === null ? (chosen?.name ?? '') : '',
    choose: (person) => {
      setChosen(talks.find((each) => each.person === person) ?? null)
      setOnOwn(false)
    },
    leave: () => setOnOwn(isOn),
    comeBack: () => setOnOwn(false),
  }
}
