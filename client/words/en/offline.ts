export const offline = {
  newVersion: 'A new version of Weft is ready.',
  reload: 'Reload',
  saving: 'Saving…',
  later: 'Later',
  notKept: 'Not all of your text is saved or kept on this device yet. It would be lost by reloading now.',
  uploading: 'Files are still being uploaded. Those that are not in the text yet would be lost by reloading now.',
  reloadAnyway: 'Reload all the same',
  onDevice: 'On this device',
  noneOnDevice: 'No document is on this device yet. Those you open are, from then on.',
  appDescription: 'Write one document together, online or off.',
  newDocument: 'New document',
  allDocuments: 'All documents',
}
