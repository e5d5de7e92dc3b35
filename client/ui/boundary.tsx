import { Component, type ComponentChildren } from 'preact'

interface BoundaryProps {
  /** Drawn in place of the children after one of them threw; `again` draws them anew. */
  readonly fallback: (again: () => void) => ComponentChildren
  readonly children: ComponentChildren
}

/** Keeps a fault in one part of the page from taking the rest with it. The fault still reaches the browser's console. */
export class Boundary extends Component<BoundaryProps, { readonly isBroken: boolean }> {
  override state = { isBroken: false }

  static override getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true }
  }

  override componentDidCatch(error: unknown): void {
    reportError(error)
  }

  override render(): ComponentChildren {
    return this.state.isBroken ? this.props.fallback(() => this.setState({ isBroken: false })) : this.props.children
  }
}
