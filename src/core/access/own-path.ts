/**
 * The path if it leads to a page of ours, else `/`: where to go on after a sign-in must not be chosen by a stranger. What a
 * browser would read as another host (`//host`, `/\host`) is none of ours.
 */
export const ownPath = (path: string): string =>
  path.length <= 500 && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path) ? path : "/";
