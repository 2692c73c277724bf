/** A value in full, behind a line that says what it is. */
export function Details({ summary, value }: { summary: string; value: unknown }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <details>
      <summary>{summary}</summary>
      <pre className="json">{text}</pre>
    </details>
  );
}
