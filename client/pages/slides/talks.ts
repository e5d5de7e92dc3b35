import type { RelativePositionJson } from '../../../shared/document/presence.ts'
import type { Person } from '../../sync/session.ts'
import type { Doing } from '../together/company.ts'

/** Slides that somebody shows at the moment. */
export interface PresentedTalk {
  /** Whose: the person's id. */
  readonly person: string
  readonly name: string
  readonly slide: number
  readonly line: RelativePositionJson
  readonly since: number
}

/** What is presented by others, the newest first; of somebody with several windows, what their newest shows. */
export function talksOf(people: readonly Person[], doing: ReadonlyMap<number, Doing>): readonly PresentedTalk[] {
  const talks = people
    .filter(({ self }) => !self)
    .flatMap(({ id, name, clientIds }) => {
      const own = clientIds.flatMap((client) => doing.get(client)?.talk ?? [])
      const [newest] = own.toSorted((one, other) => other.since - one.since)
      return newest === undefined ? [] : [{ person: id, name, ...newest }]
    })
  return talks.toSorted((one, other) => other.since - one.since)
}

/** The one that is gone along with: as chosen, for as long as it lasts; or else the newest. Null when there is none. */
export function followedTalk(talks: readonly PresentedTalk[], chosen: string | null): PresentedTalk | null {
  return talks.find(({ person }) => person === chosen) ?? talks[0] ?? null
}
