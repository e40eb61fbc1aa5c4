/** Has the browser ask before this tab is closed or reloaded, since something would be lost. Gives the function that ends it. */
export function askBeforeLeaving(): () => void {
  const ask = (event: Event): void => event.preventDefault();
  addEventListener('beforeunload', ask);
  return () => removeEventListener('beforeunload', ask);
}
