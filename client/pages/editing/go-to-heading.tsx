import { useEffect } from 'preact/hooks'
import type { EditorTools } from '../../editor/editor-tools.ts'
import { Slugs } from '../../lib/slugs.ts'
import type { Replica } from '../../sync/session.ts'
import type { Services } from '../services.ts'
import type { Views } from '../use-views.ts'
import { useFacts } from './use-tools.ts'

interface GoToHeadingProps {
  readonly services: Services
  readonly tools: EditorTools | null
  readonly replica: Replica
  readonly views: Views
}

/**
 * Goes where the address leads, as soon as it is known which headings there are; to none that comes later, when one reads or
 * writes already. Shows nothing.
 */
export function GoToHeading({ services, tools, replica, views }: GoToHeadingProps) {
  const { navigation, clock } = services
  const facts = useFacts(tools, views.hasEditor, replica, clock)
  const name = navigation.heading.value
  const { text } = replica
  /** Until then there is what this device has of it at most. */
  const isJoined = (navigation.session.value?.role.value ?? null) !== null
  useEffect(() => {
    if (facts === null) return
    const slugs = new Slugs()
    const heading = facts.headings.find(({ words }) => slugs.of(words) === name)
    if (heading !== undefined) views.goTo(heading.line)
    // Facts of another length are of the text before it was joined; those of now come a moment later.
    if (heading !== undefined || (isJoined && facts.characters === text.length)) navigation.reach(heading ? name : '')
  }, [facts, name, isJoined])
  useEffect(() => {
    const changed: Parameters<Replica['text']['observe']>[0] = (_event, { local }) => {
      if (local) navigation.reach('')
    }
    text.observe(changed)
    return () => text.unobserve(changed)
  }, [text])
  return null
}
