"""What the browser does where a page is opened: one entry in its history, and the top of the page in sight.

A script is told while the page is being drawn, so that what comes late finds it at work.
"""

from __future__ import annotations

# Streamlit tells the browser of new parameters first, which makes an entry of the old page with them, and of the page
# then: "back" had to be pressed twice. The entry that a page has stays as it was before the next page came.
ONE_ENTRY = """<script>
if (!window.emEntries) {
    window.emEntries = true
    const push = history.pushState.bind(history)
    let before = ""
    history.pushState = (state, title, address) => {
        if (new URL(address, location).pathname === location.pathname) {
            const old = before = location.href
            setTimeout(() => { if (before === old) before = "" }, 2000)
            history.replaceState(state, title, address)
            return
        }
        if (before) history.replaceState({}, "", before)
        before = ""
        push(state, title, address)
    }
}
</script>"""
# The pane keeps where it was scrolled to, and grows while the page is drawn: it is held until the page is at rest, or
# the learner moves. The pressed button is gone, and the focus with it: readers of the screen go on at the new heading,
# and whoever has moved on by key is left where they are.
_ARRIVE = """<script>
(() => {
    window.emLeave?.()
    const main = document.querySelector('[data-testid="stMain"]')
    const page = document.querySelector('[data-testid="stMainBlockContainer"]')
    const app = document.querySelector('[data-testid="stApp"]')
    if (!main || !page || !app) return
    const before = document.activeElement
    const started = performance.now()
    let changed = started
    const place = () => "PLACE" && page.querySelector(".st-key-PLACE")
    const hold = () => {
        changed = performance.now()
        if (place()) { place().style.scrollMarginTop = "4.5rem"; place().scrollIntoView({block: "start"}) }
        else if (main.scrollTop) main.scrollTop = 0
    }
    const focus = () => {
        const heading = place() ? place().querySelector("h2, h3") : page.querySelector("h1")
        if (!heading || heading === document.activeElement) return
        if (![before, document.body].includes(document.activeElement)) return
        heading.tabIndex = -1
        heading.focus({preventScroll: true})
    }
    const sizes = new ResizeObserver(hold)
    const moves = ["wheel", "touchmove", "pointerdown", "keydown"]
    const watch = setInterval(() => {
        const now = performance.now()
        if (now - started > 150) focus()
        const isAtRest = app.dataset.testScriptState === "notRunning" && now - changed > 500
        if ((isAtRest && now - started > 500) || now - started > 20000) leave()
    }, 50)
    const leave = () => {
        clearInterval(watch)
        sizes.disconnect()
        main.removeEventListener("scroll", hold)
        moves.forEach((kind) => removeEventListener(kind, leave, true))
    }
    window.emLeave = leave
    moves.forEach((kind) => addEventListener(kind, leave, {capture: true, passive: true}))
    main.addEventListener("scroll", hold)
    sizes.observe(page)
    hold()
})()
</script>"""


def arrive(place: str = "") -> str:
    """The script that shows a page from its top, or from the heading of the container whose key is `place`."""
    return _ARRIVE.replace("PLACE", place)
