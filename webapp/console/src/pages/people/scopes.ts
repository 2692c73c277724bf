/** What a key can be let do. */
export const SCOPES = ['events', 'offers', 'import', 'admin'] as const;
