import type { PresenceUser } from '../../shared/document/presence.ts'

const SHAPES = ['circle', 'square', 'drop', 'leaf'] as const

/** Up to two letters: of the first and the last word. Cut by code points, so that an emoji stays whole. */
export function initials(name: string): string {
  const words = name.split(/[\s_-]+/).filter((word) => word !== '')
  const letters = words.length < 2 ? words : [words[0], words.at(-1)]
  const text = letters.map((word) => Array.from(word ?? '')[0] ?? '').join('')
  return text === '' ? '?' : text.toUpperCase()
}

/** The second sign of a person beside the colour. Neighbouring colours differ in it. */
export function shapeOf(color: number): (typeof SHAPES)[number] {
  return SHAPES[color % SHAPES.length] ?? 'circle'
}

interface AvatarProps {
  readonly user: PresenceUser
  readonly isAway?: boolean
}

/** Stands beside a written name, or inside a control that has one. Of somebody who is away it is hollow. */
export function Avatar({ user, isAway }: AvatarProps) {
  const away = isAway === true ? ' avatar-away' : ''
  return (
    <span class={`avatar avatar-${shapeOf(user.color)} person-${user.color}${away}`} aria-hidden="true">
      {initials(user.name)}
    </span>
  )
}
