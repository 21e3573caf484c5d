// The writing pages, in English and in German.

export default {
  en: {},
  de: {},
};
