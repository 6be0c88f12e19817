#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

// Every wrapper here exists because Swift cannot import C variadic functions, or because the streams stdin, stdout
// and stderr are mutable globals that Swift 6 refuses to touch.

// el_init needs the three standard streams.
static inline EditLine *cact_el_init(const char *program) { return el_init(program, stdin, stdout, stderr); }

// el_set: one wrapper per operation that we use, so that each has its real argument types.
static inline int cact_el_set_prompt(EditLine *el, char *(*prompt)(EditLine *)) {
  // The marker character \1 brackets escape codes, which libedit then does not count as columns.
  return el_set(el, EL_PROMPT_ESC, prompt, '\1');
}
static inline int cact_el_set_editor(EditLine *el, const char *mode) { return el_set(el, EL_EDITOR, mode); }
static inline int cact_el_set_signal(EditLine *el, int handled) { return el_set(el, EL_SIGNAL, handled); }
static inline int cact_el_set_client(EditLine *el, void *data) { return el_set(el, EL_CLIENTDATA, data); }
static inline int cact_el_set_reader(EditLine *el, int (*reader)(EditLine *, wchar_t *)) {
  return el_set(el, EL_GETCFN, reader);
}
static inline int cact_el_set_raw(EditLine *el, int raw) { return el_set(el, EL_PREP_TERM, raw); }
static inline int cact_el_add_function(EditLine *el, const char *name, const char *help,
                                       unsigned char (*function)(EditLine *, int)) {
  return el_set(el, EL_ADDFN, name, help, function);
}
static inline int cact_el_bind(EditLine *el, const char *key, const char *function) {
  return el_set(el, EL_BIND, key, function, NULL);
}
// The keys of vi's command mode.
static inline int cact_el_bind_alternative(EditLine *el, const char *key, const char *function) {
  return el_set(el, EL_BIND, "-a", key, function, NULL);
}
static inline int cact_el_refresh(EditLine *el) { return el_set(el, EL_REFRESH); }
static inline int cact_el_set_history(EditLine *el, History *h) { return el_set(el, EL_HIST, history, h); }

// el_get is variadic too.
static inline void *cact_el_client(EditLine *el) {
  void *data = NULL;
  el_get(el, EL_CLIENTDATA, &data);
  return data;
}

// Text that is not the edited line (the list of completions) goes through libedit's own stream, or it would overtake
// what libedit has buffered there.
static inline void cact_el_write(EditLine *el, const char *text) {
  FILE *out = NULL;
  el_get(el, EL_GETFP, 1, &out);
  if (out != NULL) {
    fputs(text, out);
    fflush(out);
  }
}

// history() is variadic, and reports through an event that we never read.
static inline int cact_history_set_size(History *h, int size) {
  HistEvent event;
  return history(h, &event, H_SETSIZE, size);
}
static inline int cact_history_set_unique(History *h) {
  HistEvent event;
  return history(h, &event, H_SETUNIQUE, 1);
}
static inline int cact_history_enter(History *h, const char *line) {
  HistEvent event;
  return history(h, &event, H_ENTER, line);
}
// The latest entry, and the one before the last that was given; NULL where there is none.
static inline const char *cact_history_first(History *h) {
  HistEvent event;
  return history(h, &event, H_FIRST) < 0 ? NULL : event.str;
}
static inline const char *cact_history_next(History *h) {
  HistEvent event;
  return history(h, &event, H_NEXT) < 0 ? NULL : event.str;
}
static inline int cact_history_load(History *h, const char *path) {
  HistEvent event;
  return history(h, &event, H_LOAD, path);
}
static inline int cact_history_save(History *h, const char *path) {
  HistEvent event;
  return history(h, &event, H_SAVE, path);
}

// wchar.h declares wcwidth only to X/Open programs, and module maps define no such macro.
extern int wcwidth(wchar_t character);
static inline int cact_wcwidth(wchar_t character) { return wcwidth(character); }
