// Before anything is drawn: the look that was chosen on this device, so that the first paint has it.
const chosen = Object.fromEntries(
  (document.cookie.match(/(?:^|; )desk=([^;]*)/)?.[1] ?? "").split(".").map((part) => part.split("-")),
)
const key = `stActiveTheme-${location.pathname}-v2`
const theme = { light: "Light", dark: "Dark" }[chosen.theme]
// Streamlit 1.67 keeps a theme for each address; a desk has one.
if (theme) localStorage.setItem(key, JSON.stringify(theme))
else localStorage.removeItem(key)
const isDark = theme ? theme === "Dark" : matchMedia("(prefers-color-scheme: dark)").matches
const root = document.documentElement.style
root.background = isDark ? "#1b1d1c" : "#faf6ee"
root.colorScheme = isDark ? "dark" : "light"
const size = { large: "20px", larger: "23px" }[chosen.text]
if (size) root.fontSize = size
