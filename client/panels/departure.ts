/** Set when the page is about to be loaded anew with all of its text in safety: the browser has nothing to ask then. */
export const departure = { isSafe: false }
