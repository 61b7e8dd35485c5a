// The keys of a quiz and of a review. One listener for the tab, which goes when their page is left.
(() => {
  const SEEN = "exammentor-keys-seen"
  const find = (selector) => document.querySelector(selector)
  const button = (key) => find(`.st-key-${key} button:not(:disabled)`)

  const line = find(".em-keys")
  if (line) {
    let isSeen = false
    try { isSeen = Boolean(localStorage.getItem(SEEN)) } catch { /* a browser that keeps nothing tells it again */ }
    line.hidden = isSeen
    line.querySelector("button").onclick = () => {
      line.hidden = true
      try { localStorage.setItem(SEEN, "1") } catch { /* as above */ }
    }
  }

  const isTyped = (target) =>
    target.isContentEditable ||
    target.closest("textarea, select, [role=textbox], [role=combobox], [role=listbox]") ||
    (target.tagName === "INPUT" && !["radio", "checkbox"].includes(target.type))

  // What Enter does by itself on a button or a link is left to it.
  const actsItself = (target) => target.closest("button, a, summary, [role=button]")

  const press = (event) => {
    if (!find(".em-keys")) {
      document.removeEventListener("keydown", press, true)
      window.emKeys = undefined
      return
    }
    const target = event.target instanceof Element ? event.target : document.body
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing)
    if (!isPlain || event.repeat || isTyped(target)) return
    // With all questions on the page nobody knows which one is meant.
    if (!find(".st-key-quiz-bar, .st-key-review-bar")) return
    if (find(".st-key-quiz-keys") && !find(".st-key-quiz-keys input:checked")) return
    if (find("[role=dialog]")) return
    let wanted = null
    if (event.key >= "1" && event.key <= "9") {
      const options = find('[class*="st-key-question-"]').querySelectorAll("input[type=radio], input[type=checkbox]")
      wanted = options[Number(event.key) - 1]
      // A button that was pressed before has the focus no more, so that Enter is not its own.
      wanted?.focus({preventScroll: true})
    } else if (event.key === "Enter" && !actsItself(target)) {
      wanted = ["quiz-check", "review-check", "quiz-next", "review-next"].map(button).find(Boolean)
    } else if (event.key === "f" || event.key === "F") {
      wanted = find('[class*="st-key-flag-"] input')
    } else if (event.key === "h" || event.key === "H") {
      wanted = find('[class*="st-key-hint-"] button')
    }
    if (!wanted) return
    event.preventDefault()
    event.stopPropagation()
    wanted.click()
  }

  if (!window.emKeys) {
    window.emKeys = true
    // Before the page: an option that has the focus would take Enter for itself.
    document.addEventListener("keydown", press, true)
  }
})()
