import type { LocalCode } from './errors.js';
import type { Code } from './generated/http.js';

/**
 * What a close code asks of the client.
 *
 * - `again`: connect again, with what was seen last
 * - `slower`: the same, after a longer while
 * - `new-token`: connect again with another token
 * - `never`: the same would be refused again
 */
export type AfterClose = {
  next: 'again' | 'slower' | 'new-token' | 'never';
  code: Code | LocalCode;
};

const TABLE: Readonly<Record<number, AfterClose>> = {
  1007: { next: 'never', code: 'INVALID_UTF8' },
  1009: { next: 'never', code: 'MESSAGE_TOO_LARGE' },
  1011: { next: 'slower', code: 'INTERNAL_ERROR' },
  4000: { next: 'never', code: 'CLOSED' },
  4001: { next: 'new-token', code: 'TOKEN_INVALID' },
  4002: { next: 'new-token', code: 'TOKEN_EXPIRED' },
  4003: { next: 'never', code: 'FORBIDDEN' },
  4007: { next: 'slower', code: 'RATE_LIMITED' },
};

/** As the table of close codes in `/v1/asyncapi.yaml` says. */
export function afterClose(closeCode: number): AfterClose {
  return TABLE[closeCode] ?? { next: 'again', code: 'UNREACHABLE' };
}
