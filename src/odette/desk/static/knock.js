// What a page asks at the door.

import { t } from "./language.js";

/** Asks for `path` at the door; the answer, {done, why, ...}, in words also where nobody answers. */
export async function knock(path, body) {
  try {
    const answer = await fetch(`/api/door/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return await answer.json();
  } catch {
    return { done: false, why: t("door.nobody") };
  }
}

/** Who is known at the door, and who this is: {you, guarded, known, reached}; null where nobody answers. */
export async function look() {
  try {
    return await (await fetch("/api/door")).json();
  } catch {
    return null;
  }
}

/** Goes to the door if whoever is at this page has been signed out. */
export async function leaveIfSignedOut() {
  if (location.pathname === "/door") return;
  const seen = await look();
  if (seen !== null && seen.you === null) location.assign(`/door?to=${encodeURIComponent(location.pathname)}`);
}
