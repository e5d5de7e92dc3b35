import type { names as english } from '../en/names.ts'

export const names: typeof english = {
  tempers:
    'Bunter Eifriger Flinker Fleißiger Freundlicher Fröhlicher Früher Geduldiger Gelassener Goldener Heiterer Kluger Kühner Leiser Lieber Lustiger Munterer Mutiger Neugieriger Pfiffiger Ruhiger Sanfter Silberner Sonniger Tapferer Treuer Verspielter Wacher Weiser Zufriedener',
  animals:
    'Adler Biber Bison Dachs Delfin Elch Falke Fink Fuchs Gecko Hase Hirsch Ibis Igel Kranich Luchs Marder Molch Otter Panda Rabe Reiher Seehund Spatz Specht Star Storch Tapir Uhu Wal Wombat Zaunkönig Zeisig',
  together: (temper, animal) => `${temper} ${animal}`,
}
