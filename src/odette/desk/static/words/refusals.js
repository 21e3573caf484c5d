// Why the show refuses, in its own words and in German. What it says with a cue's number or a time stays as it came.

export default {
  en: {
    "no cue is standing by": "no cue is standing by",
    "no light cue has gone yet": "no light cue has gone yet",
    "no number is waited for: an upbeat begins one": "no number is waited for: an upbeat begins one",
    "no number was recognised: there is nothing to confirm or deny":
      "no number was recognised: there is nothing to confirm or deny",
    "already stopped: GO lets it go on, BACK goes to the cue before":
      "already stopped: GO lets it go on, BACK goes to the cue before",
    "the main list stays": "the main list stays",
    "you have the show already": "you have the show already",
    "the show runs by itself already": "the show runs by itself already",
    "the show is locked while it runs: unlock it first": "the show is locked while it runs: unlock it first",
  },
  de: {
    "no cue is standing by": "kein Cue steht bereit",
    "no light cue has gone yet": "noch kein Licht-Cue ist gegangen",
    "no number is waited for: an upbeat begins one": "keine Nummer wird erwartet: ein Auftakt beginnt eine",
    "no number was recognised: there is nothing to confirm or deny":
      "keine Nummer wurde erkannt: Es gibt nichts zu bestätigen oder zu verneinen",
    "already stopped: GO lets it go on, BACK goes to the cue before":
      "schon angehalten: GO lässt es weitergehen, ZURÜCK geht zum Cue davor",
    "the main list stays": "die Hauptliste bleibt",
    "you have the show already": "Sie fahren die Vorstellung schon",
    "the show runs by itself already": "die Vorstellung läuft schon von selbst",
    "the show is locked while it runs: unlock it first": "die Vorstellung ist gesperrt, solange sie läuft: zuerst entsperren",
  },
};
