import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { LINK_ROLES, type Role } from '../../../shared/access/roles.ts'
import { COLOR_COUNT } from '../../../shared/document/presence.ts'
import type { Person } from '../../sync/session.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { Avatar } from '../avatar.tsx'
import { relativeTime } from '../relative-time.ts'
import { readOnlyWords } from '../role-notice.tsx'
import { roleName, verbOf } from '../role-words.ts'
import type { AccessRequest, ListedLink, ListedPerson } from './access-list.ts'
import { howWords, words } from './sharing-words.ts'

type SetRole = (person: string, name: string, role: Role | null) => void

interface RequestsProps {
  readonly requests: readonly AccessRequest[]
  readonly now: number
  readonly onSetRole: SetRole
}

/** Who asks for access. */
export function Requests({ requests, now, onSetRole }: RequestsProps) {
  if (requests.length === 0) return null
  return (
    <section class="share-section" aria-label={words.askingForAccess}>
      <h3>{words.askingForAccess}</h3>
      <ul class="share-list">
        {requests.map(({ person, name, message, at }) => (
          <li key={person} class="share-line">
            <Avatar user={{ id: person, name, color: colorOf(person) }} />
            <p class="share-words">
              <span dir="auto">{name}</span>
              {message !== '' && (
                <q class="share-message" dir="auto">
                  {message}
                </q>
              )}
              <span class="share-detail">{words.askedAt(relativeTime(at, now))}</span>
            </p>
            <Menu
              label={words.letInWho(name)}
              button={<span aria-hidden="true">{words.letIn}</span>}
              buttonClass="button button-primary"
              items={LINK_ROLES.map((role) => ({
                label: words.to(verbOf(role)),
                onSelect: () => onSetRole(person, name, role),
              }))}
            />
            <button
              type="button"
              class="button"
              aria-label={words.dismissWho(name)}
              onClick={() => onSetRole(person, name, null)}
            >
              {words.dismiss}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface PeopleSectionProps {
  readonly people: readonly ListedPerson[]
  readonly links: readonly ListedLink[]
  /** Who is here now, oneself first. */
  readonly here: readonly Person[]
  readonly onSetRole: SetRole
  /** Below them: how there can be more. */
  readonly children: ComponentChildren
}

/** Everybody who has access, those who are here first, and how each got it. */
export function PeopleSection({ people, links, here, onSetRole, children }: PeopleSectionProps) {
  const [heir, setHeir] = useState<{ readonly person: string; readonly name: string } | null>(null)
  const present = new Map(here.map((person) => [person.id, person]))
  const rank = ({ person, role }: ListedPerson): number => (role === null ? 2 : present.has(person) ? 0 : 1)
  const sorted = [...people].sort((one, other) => rank(one) - rank(other))

  return (
    <section class="share-section" aria-label={words.people}>
      <h3>{words.people}</h3>
      <ul class="share-list">
        {sorted.map((listed) => {
          const { person, role, mayOwn } = listed
          const user = present.get(person)
          const name = user?.name || listed.name || listed.email || words.nameless
          const notes = [
            ...(user?.self === true ? [words.you] : user === undefined ? [] : [words.hereNow]),
            // It stands in place of the name already.
            howWords(name === listed.email ? { ...listed, email: null } : listed, links),
            ...(mayOwn ? [] : [words.withoutAccount]),
          ]
          return (
            <li key={person} class="share-line">
              <Avatar user={{ id: person, name, color: user?.color ?? colorOf(person) }} />
              <p class="share-words">
                <span dir="auto">{name}</span>
                <span class="share-detail">{notes.join(' · ')}</span>
              </p>
              {role === 'owner' || user?.self === true ? (
                <span class="share-role">{role === null ? '' : roleName(role)}</span>
              ) : (
                <Menu
                  label={role === null ? words.noAccessChange(name) : words.roleChange(name, roleName(role))}
                  button={<span aria-hidden="true">{role === null ? words.noAccess : roleName(role)}</span>}
                  buttonClass="button button-menu"
                  items={itemsFor(listed, (next) =>
                    next === 'owner' ? setHeir({ person, name }) : onSetRole(person, name, next),
                  )}
                />
              )}
            </li>
          )
        })}
      </ul>
      {children}
      {heir !== null && (
        <ConfirmDialog
          title={words.heirTitle(heir.name)}
          confirmLabel={words.heirConfirm}
          destroys
          onClose={() => setHeir(null)}
          onConfirm={() => onSetRole(heir.person, heir.name, 'owner')}
        >
          <p>{words.heirWords}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}

function itemsFor({ role, mayOwn }: ListedPerson, choose: (role: Role | null) => void): MenuItem[] {
  const items: MenuItem[] = LINK_ROLES.map((each) => ({
    label: words.can(verbOf(each)),
    ...(each === role && { icon: 'check' as const }),
    onSelect: () => {
      if (each !== role) choose(each)
    },
  }))
  // What was taken away is given back before it is handed over.
  if (role === null) return items
  return [
    ...items,
    ...(mayOwn ? [{ label: words.makeOwner, onSelect: () => choose('owner') }] : []),
    { label: words.removeAccess, icon: 'trash', destroys: true, onSelect: () => choose(null) },
  ]
}

/** Who is here now, for those who may not see who else has access. */
export function HereNow({ people }: { readonly people: readonly Person[] }) {
  return (
    <section class="share-section" aria-label={words.hereNow}>
      <h3>{words.hereNow}</h3>
      <ul class="share-list">
        {people.map((person) => (
          <li key={person.id} class="share-line">
            <Avatar user={person} />
            <p class="share-words">
              <span dir="auto">{person.name}</span>
              {person.self && <span class="share-detail">{words.you}</span>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface OwnAccessProps {
  readonly role: Role
  readonly onLeave: () => void
}

/** What oneself may do, and the way out. */
export function OwnAccess({ role, onLeave }: OwnAccessProps) {
  const [isLeaving, setLeaving] = useState(false)
  return (
    <section class="share-section" aria-label={words.yourAccess}>
      <h3>{words.yourAccess}</h3>
      <div class="share-line">
        <p class="share-words">
          {readOnlyWords(role) ?? words.youCan(verbOf(role))}
          {role === 'owner' && <span class="share-detail">{words.ownerLeaves}</span>}
        </p>
        {role !== 'owner' && (
          <button type="button" class="button" onClick={() => setLeaving(true)}>
            <Icon name="close" />
            {words.leave}
          </button>
        )}
      </div>
      {isLeaving && (
        <ConfirmDialog
          title={words.leaveTitle}
          confirmLabel={words.leaveConfirm}
          destroys
          onClose={() => setLeaving(false)}
          onConfirm={onLeave}
        >
          <p>{words.leaveWords}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}

/** For who is not here, whose colour only the server knows. */
function colorOf(person: string): number {
  let sum = 0
  for (const letter of person) sum += letter.charCodeAt(0)
  return sum % COLOR_COUNT
}
