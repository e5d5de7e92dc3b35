export const installing = {
  install: 'Install Weft…',
}
