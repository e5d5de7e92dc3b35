/** Every pair of these reads as a kind nickname; none needs more than MAX_NAME_LENGTH. In languages with genders, all have the same. */
export const names = {
  tempers:
    'Amber Brave Bright Calm Careful Cheerful Clever Curious Daring Eager Early Gentle Golden Happy Honest Jolly Keen Kind Lively Lucky Merry Nimble Patient Playful Quick Quiet Silver Steady Sunny Swift Thoughtful Wise',
  animals:
    'Badger Beaver Bison Crane Deer Dolphin Falcon Finch Fox Gecko Hare Hedgehog Heron Ibis Jay Kestrel Koala Lark Lynx Marten Moose Newt Otter Owl Panda Puffin Quail Raven Robin Seal Stork Swallow Tapir Turtle Wombat Wren',
  together: (temper: string, animal: string) => `${temper} ${animal}`,
}
