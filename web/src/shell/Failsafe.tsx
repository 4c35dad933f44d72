import { Component, type ReactNode } from 'react';

/** Catches what breaks while drawing a page, so that the rest of the dashboard stays usable and the person knows. */
export class Failsafe extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className="card mx-auto mt-10 max-w-[560px] p-6" role="alert">
        <h1 className="text-[16px] font-semibold">This page broke</h1>
        <p className="mt-1 text-mute">
          The hub goes on watching; only its picture here failed. Reload the page; if it breaks again, report this line:
        </p>
        <pre className="num mt-3 overflow-x-auto rounded-md bg-bg p-3 text-[12px] text-down">{error.message}</pre>
        <button type="button" className="btn pri mt-4" onClick={() => location.reload()}>
          Reload
        </button>
      </div>
    );
  }
}
