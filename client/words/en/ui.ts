export const ui = {
  close: 'Close',
  cancel: 'Cancel',
  clickToChange: (label: string) => `${label}: click to change`,
}
