export const offline = {
  newVersion: 'A new version of Weft is ready.',
  reload: 'Reload',
  saving: 'Saving…',
  later: 'Later',
  notKept: 'Not all of your text is saved or kept on this device yet. It would be lost by reloading now.',
  reloadAnyway: 'Reload all the same',
  install: 'Install Weft…',
  onDevice: 'On this device',
  noneOnDevice: 'No document is on this device yet. Those you open are, from then on.',
  appDescription: 'Write one document together, online or off.',
  newDocument: 'New document',
  allDocuments: 'All documents',
}
