/** What the server answers instead of what was asked for: an RFC 9457 problem with a stable code. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** Seconds after which to try again; null where the server names none. */
  readonly retryAfter: number | null;
  /** What a check found, one line each. */
  readonly findings: readonly string[];

  constructor(
    status: number,
    code: string,
    detail: string,
    retryAfter: number | null = null,
    findings: readonly string[] = [],
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
    this.findings = findings;
  }
}

/** Reads a problem from an answer, whatever stands in its body. */
export async function problemOf(response: Response): Promise<Problem> {
  const body = await response.json().catch(() => null);
  const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  const findings = Array.isArray(body?.findings)
    ? body.findings.map((each: unknown) => (typeof each === 'string' ? each : JSON.stringify(each)))
    : [];
  return new Problem(
    response.status,
    typeof body?.code === 'string' ? body.code : `HTTP_${response.status}`,
    typeof body?.detail === 'string' ? body.detail : response.statusText,
    Number.isNaN(seconds) ? null : seconds,
    findings,
  );
}

/** Anything thrown, as a problem. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem(0, 'CONSOLE_ERROR', thrown instanceof Error ? thrown.message : `${thrown}`);
}
