import { Problem, problemOf } from './problem.ts';

const BASE = '/admin/api';

/** Sent back with every change; the session's cookie alone does not suffice. */
let csrf = '';
let whenSignedOut: () => void = () => {};

export function rememberCsrf(token: string): void {
  csrf = token;
}

/** Tells who wants to know that the server no longer knows this session. */
export function onSignedOut(listener: () => void): void {
  whenSignedOut = listener;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

async function answer<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(BASE + path, { credentials: 'same-origin', ...init });
  } catch {
    throw new Problem(0, 'UNREACHABLE', '');
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.code === 'UNAUTHENTICATED') whenSignedOut();
    throw problem;
  }
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

const guarded = (method: Method): HeadersInit => (method === 'GET' ? {} : { 'X-CSRF-Token': csrf });

/** Asks or changes something in JSON. */
export function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method, headers: guarded(method) };
  if (body !== undefined) {
    init.headers = { ...init.headers, 'Content-Type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  return answer<T>(path, init);
}

/** Sends a file as it is. */
export function send<T>(path: string, file: Blob, type: string): Promise<T> {
  return answer<T>(path, {
    method: 'POST',
    headers: { ...guarded('POST'), 'Content-Type': type },
    body: file,
  });
}

export const liveAddress = (path: string): string => BASE + path;

/** A path of safe segments. */
export const path = (...segments: Array<string | number>): string =>
  segments.map((each) => `/${encodeURIComponent(each)}`).join('');

/** A query of what is given. */
export function query(values: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') search.set(name, `${value}`);
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
