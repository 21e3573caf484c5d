// Before anything is drawn: the theme that was chosen here, so that no other light falls into the wings. Where none was,
// the one that the system asks for.

const asked = matchMedia("(prefers-contrast: more)").matches ? "contrast" : "dark";
document.documentElement.dataset.theme = localStorage.getItem("theme") ?? asked;
