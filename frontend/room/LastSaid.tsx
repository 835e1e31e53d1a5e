type Said = { day: string; title: string };

/** What one said last time that one would do: it comes with the page, to nobody else, and opens the session. */
export function LastSaid() {
  const said = fromPage();
  if (!said) return null;
  return (
    <section className="card stackv" aria-labelledby="last-said-title">
      <h2 id="last-said-title">On {said.day} you said you would</h2>
      <blockquote className="own" dir="auto">
        {said.title}
      </blockquote>
      <p>
        <a href="/me/#thing" target="_blank" rel="noreferrer">
          Say what became of it, on your own page
        </a>
      </p>
      <p className="hint">Only you see this. Done, changed, not yet, let go: every answer is a good one.</p>
    </section>
  );
}

function fromPage(): Said | null {
  const held = document.getElementById("last-said")?.textContent;
  return held ? (JSON.parse(held) as Said) : null;
}
