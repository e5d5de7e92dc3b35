export const takeAlong = {
  copy: 'Copy text',
  download: 'Download .md',
  copied: 'Text copied',
  notCopied: 'This browser does not let the page copy. The text is selected: copy it by keyboard or menu.',
}
