import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { vi } from 'vitest';
import { App } from '../src/app/App.tsx';
import { startLanguage } from '../src/i18n/index.ts';
import { FakeServer } from './fake/server.ts';

const PATIENCE_MILLIS = 10_000;

/** The whole console in a document, before a server that answers from memory. */
export class OpenConsole {
  readonly server = new FakeServer();
  private root: Root | null = null;
  private page: HTMLElement | null = null;

  async open(place: string): Promise<void> {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    vi.stubGlobal('fetch', (address: string, init: RequestInit = {}) => this.answer(address, init));
    vi.stubGlobal(
      'EventSource',
      class {
        close() {}
      },
    );
    vi.stubGlobal(
      'ResizeObserver',
      class {
        observe() {}
        unobserve() {}
        disconnect() {}
      },
    );
    window.scrollTo = () => {};
    location.hash = `#/${place}`;
    await startLanguage();
    this.page = document.createElement('div');
    document.body.append(this.page);
    this.root = createRoot(this.page);
    await act(async () => this.root?.render(<App />));
  }

  async close(): Promise<void> {
    await act(async () => this.root?.unmount());
    document.body.replaceChildren();
    localStorage.clear();
    vi.unstubAllGlobals();
  }

  private async answer(address: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const { status, body: answer } = this.server.answer(
      init.method ?? 'GET',
      address.replace('/admin/api', ''),
      body,
      headers.get('X-CSRF-Token'),
    );
    return new Response(answer === undefined ? null : JSON.stringify(answer), { status });
  }

  /** Waits until something is there, while React works. */
  async until<T>(what: string, find: () => T | null | undefined | false): Promise<T> {
    const end = Date.now() + PATIENCE_MILLIS;
    for (;;) {
      const found = find();
      if (found !== null && found !== undefined && found !== false) return found;
      if (Date.now() > end) {
        throw new Error(`waited in vain for ${what} in ${document.body.textContent}`);
      }
      await act(async () => new Promise((resolve) => setTimeout(resolve, 20)));
    }
  }

  text = (words: string | RegExp) =>
    this.until(`${words}`, () => document.body.textContent?.match(words) != null);

  button = (name: string) =>
    this.until(`button ${name}`, () =>
      [...document.querySelectorAll('button')].find(
        (each) => (each.getAttribute('aria-label') ?? each.textContent) === name,
      ),
    );

  async click(name: string): Promise<void> {
    const found = await this.button(name);
    await act(async () => found.click());
  }

  /** Clicks within the open dialog. */
  async confirm(name: string): Promise<void> {
    const found = await this.until(`${name} in a dialog`, () =>
      [...document.querySelectorAll<HTMLButtonElement>('[role=dialog] button')].find(
        (each) => each.textContent === name && !each.disabled,
      ),
    );
    await act(async () => found.click());
  }

  async type(selector: string, words: string): Promise<void> {
    const field = await this.until(selector, () =>
      document.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector),
    );
    const type = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    await act(async () => {
      // React listens to the setter of the element itself, so the one of its kind is called.
      Object.getOwnPropertyDescriptor(type.prototype, 'value')?.set?.call(field, words);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }

  async signIn(password = 'demo'): Promise<void> {
    await this.type('input[autocomplete=username]', 'demo');
    await this.type('input[autocomplete=current-password]', password);
    await this.click('Sign in');
  }
}
