import { useRef } from 'preact/hooks'
import { People } from '../../panels/people.tsx'
import { isAway, mainClient } from './company.ts'
import type { Leader } from './follow.ts'
import { CompanyNews, FollowFrame } from './together-layer.tsx'
import { type TogetherParts, useTogether } from './use-together.ts'

type PeopleHereProps = Omit<TogetherParts, 'replica' | 'followed'> & { readonly onIntroduce: (name: string) => void }

/** Who is here, and what one does with them. */
export function PeopleHere(props: PeopleHereProps) {
  const { session, onIntroduce } = props
  const replica = session.replica.value
  const followed = useRef<Leader | null>(null)
  if (replica !== null)
    return <KnownPeople key={replica.awareness.clientID} replica={replica} followed={followed} {...props} />
  const people = session.people.value.map((person) => ({ person, isAway: false, hasCursor: false, isFollowed: false }))
  return <People people={people} onIntroduce={onIntroduce} onGoTo={nothing} onFollow={nothing} />
}

const nothing = (): void => undefined

function KnownPeople(props: PeopleHereProps & Pick<TogetherParts, 'replica' | 'followed'>) {
  const { services, session, replica, editor, onIntroduce } = props
  const { company, follow, goTo } = useTogether(props)
  const doing = company.doing.value
  const leader = follow.leader.value
  const people = session.people.value.map((person) => {
    const client = mainClient(person, doing)
    return {
      person,
      isAway: isAway(person, doing),
      hasCursor: client !== null && doing.get(client)?.hasCursor === true,
      isFollowed: person.id === leader?.id,
    }
  })
  return (
    <>
      <People
        people={people}
        onIntroduce={onIntroduce}
        onGoTo={goTo}
        onFollow={(person, follows) => {
          if (follows) follow.start(person)
          else follow.stop()
        }}
      />
      <FollowFrame follow={follow} />
      {services.settings.value.news === 'spoken' && (
        <CompanyNews session={session} replica={replica} editor={editor.value} clock={services.clock} />
      )}
    </>
  )
}
