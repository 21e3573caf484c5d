// Signing in and out, in English and in German.

export default {
  en: {},
  de: {},
};
