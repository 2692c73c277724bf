import { Component, type ReactNode } from 'react';
import { ErrorState } from '../ui/states.tsx';

/** A page that breaks, or cannot be loaded, says so and leaves the rest of the console alone. */
export class PageBoundary extends Component<{ children: ReactNode }, { broken: unknown }> {
  override state = { broken: null as unknown };

  static getDerivedStateFromError(broken: unknown) {
    return { broken };
  }

  override render() {
    if (this.state.broken === null) return this.props.children;
    return <ErrorState error={this.state.broken} retry={() => location.reload()} />;
  }
}
