import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useShop } from '../app/shop.tsx';

/** Writes numbers, money and times as the reader's language does. */
export class Formats {
  private readonly language: string;
  private readonly currency: string;
  private readonly decimals: number;

  constructor(language: string, currency: string, decimals: number) {
    this.language = language;
    this.currency = currency;
    this.decimals = decimals;
  }

  number(value: number | null | undefined, digits = 0): string {
    if (value == null) return '–';
    return new Intl.NumberFormat(this.language, { maximumFractionDigits: digits }).format(value);
  }

  percent(value: number | null | undefined, digits = 1): string {
    if (value == null) return '–';
    return new Intl.NumberFormat(this.language, {
      style: 'percent',
      maximumFractionDigits: digits,
    }).format(value);
  }

  /** Of the shop's currency; a mean may have more digits than the currency has. */
  money(value: number | null | undefined, more = 0): string {
    if (value == null) return '–';
    return new Intl.NumberFormat(this.language, {
      style: 'currency',
      currency: this.currency,
      minimumFractionDigits: this.decimals,
      maximumFractionDigits: this.decimals + more,
    }).format(value);
  }

  millis(value: number | null | undefined): string {
    if (value == null) return '–';
    return new Intl.NumberFormat(this.language, {
      style: 'unit',
      unit: 'millisecond',
      maximumFractionDigits: 2,
    }).format(value);
  }

  time(value: string | null | undefined): string {
    if (value == null || Number.isNaN(Date.parse(value))) return '–';
    return new Intl.DateTimeFormat(this.language, {
      dateStyle: 'medium',
      timeStyle: 'medium',
    }).format(new Date(value));
  }

  clock(value: string): string {
    return new Intl.DateTimeFormat(this.language, {
      hour: '2-digit',
      minute: '2-digit',
    }).format(new Date(value));
  }

  /** How long ago, in the largest unit that fits. */
  ago(value: string | null | undefined, now: number = Date.now()): string {
    if (value == null) return '–';
    return this.before((now - new Date(value).getTime()) / 1000);
  }

  /** So many seconds ago, in the largest unit that fits. */
  before(seconds: number): string {
    const words = new Intl.RelativeTimeFormat(this.language, { numeric: 'auto' });
    const [count, unit] = largest(seconds);
    return words.format(-count, unit);
  }

  /** So many seconds, in the largest unit that fits. */
  lasting(seconds: number): string {
    const [count, unit] = largest(seconds);
    return new Intl.NumberFormat(this.language, {
      style: 'unit',
      unit,
      unitDisplay: 'long',
    }).format(count);
  }
}

function largest(seconds: number): [number, 'second' | 'minute' | 'hour' | 'day'] {
  const size = Math.abs(Math.round(seconds));
  if (size < 60) return [Math.round(seconds), 'second'];
  if (size < 3600) return [Math.round(seconds / 60), 'minute'];
  if (size < 86400) return [Math.round(seconds / 3600), 'hour'];
  return [Math.round(seconds / 86400), 'day'];
}

export function useFormats(): Formats {
  const { i18n } = useTranslation();
  const { currency, decimals } = useShop();
  return useMemo(
    () => new Formats(i18n.language, currency, decimals),
    [i18n.language, currency, decimals],
  );
}
