import type { Code, Problem } from './generated/http.js';

/** Words that this client adds to those of the installation. */
export type LocalCode =
  /** The installation could not be reached, or what answered was not it. */
  | 'UNREACHABLE'
  /** The callback that fetches a browser token failed. */
  | 'TOKEN_CALLBACK_FAILED'
  /** A message of the server could not be understood. */
  | 'SERVER_MESSAGE_INVALID'
  /** The server said nothing in time. */
  | 'SERVER_SILENT'
  /** An offer did not come in time. */
  | 'OFFER_TIMEOUT'
  /** The event was refused here, since too many wait already. */
  | 'QUEUE_FULL'
  /** The connection ended for good. */
  | 'CLOSED';

/** What went wrong. Act on `code`; the message is for people. */
export class PannierError extends Error {
  override readonly name = 'PannierError';
  readonly code: Code | LocalCode;
  /** HTTP status or WebSocket close code, where there was one. */
  readonly status: number | undefined;
  /** How long to wait before the same is tried again, where the server said so. */
  readonly retryAfterMillis: number | undefined;

  constructor(
    code: Code | LocalCode,
    message: string,
    more: { status?: number; retryAfterMillis?: number; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.status = more.status;
    this.retryAfterMillis = more.retryAfterMillis;
  }

  /** True when the same may be tried again as it is. */
  get retryable(): boolean {
    return RETRYABLE.has(this.code);
  }
}

const RETRYABLE: ReadonlySet<string> = new Set([
  'UNREACHABLE',
  'RATE_LIMITED',
  'OVERLOADED',
  'DEADLINE_EXCEEDED',
  'STORE_UNAVAILABLE',
]);

/** Reads `application/problem+json`; anything else is a proxy's page or a stranger's answer. */
export function ofResponse(response: Response, body: string): PannierError {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const more = {
    status: response.status,
    ...(Number.isFinite(seconds) && { retryAfterMillis: seconds * 1000 }),
  };
  if ((response.headers.get('Content-Type') ?? '').startsWith('application/problem+json')) {
    try {
      const problem = JSON.parse(body) as Partial<Problem>;
      if (typeof problem.code === 'string') {
        return new PannierError(problem.code, problem.detail ?? problem.title ?? '', more);
      }
    } catch {
      // Told below: not a problem document.
    }
  }
  return new PannierError(
    'UNREACHABLE',
    `${response.url || 'the installation'} answered ${response.status} without a problem document`,
    more,
  );
}
