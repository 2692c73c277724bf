/** What a shop's files can be, as the program names it, with what the file holds. */
export const FORMATS = ['online-retail', 'products', 'events'] as const;

export type Format = (typeof FORMATS)[number];

/** The content type that a file is sent with: by its end, since browsers do not know these kinds. */
export function contentType(name: string): string {
  if (/\.gz$/i.test(name)) return 'application/gzip';
  return /\.(ndjson|jsonl|json)$/i.test(name) ? 'application/x-ndjson' : 'text/csv';
}
