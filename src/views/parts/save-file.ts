/** Hands a text to the person as a file, the way a link with `download` does. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], {type}));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken hold of the bytes by the next task, but not before.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
