export const leave = {
  title: 'Leave unsaved text?',
  confirm: 'Leave and lose it',
  words:
    'What you wrote last is not confirmed by the server and not kept on this device. If you leave now, it may be lost.',
}
