const PLACE = 'pannier-console-place';
const PROBLEM = 'sign-in';

/** Notes the page before the browser leaves for a provider of identities. */
export function rememberPlace(): void {
  sessionStorage.setItem(PLACE, location.hash);
}

/**
 * Back from a provider of identities: returns to the page of before.
 *
 * @returns the code of why nobody was let in; null where that did not happen
 */
export function comeBack(): string | null {
  const problem = new URLSearchParams(location.search).get(PROBLEM);
  const place = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  const hash = location.hash === '' || location.hash === '#/' ? (place ?? '') : location.hash;
  if (problem !== null || hash !== location.hash) {
    history.replaceState(null, '', `${location.pathname}${hash}`);
  }
  return problem;
}
