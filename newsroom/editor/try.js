/* For trying: the editor can be asked from the console. */
document.addEventListener('colophon:editor', (event) => {
  window.editor = event.detail;
});
