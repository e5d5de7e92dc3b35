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

/** Goes where the address leads, as soon as it is known which headings there are. Shows nothing. */
export function GoToHeading({ services, tools, replica, views }: GoToHeadingProps) {
  const { navigation, clock } = services
  const facts = useFacts(tools, views.hasEditor, replica, clock)
  const name = navigation.heading.value
  useEffect(() => {
    const slugs = new Slugs()
    const heading = facts?.headings.find(({ words }) => slugs.of(words) === name)
    if (heading === undefined) return
    views.goTo(heading.line)
    navigation.reach(name)
  }, [facts, name])
  return null
}
