// Before anything is drawn: the theme that was chosen here, so that no other light falls into the wings.

document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "dark";
