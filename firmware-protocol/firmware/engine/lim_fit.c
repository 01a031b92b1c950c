/* Whether the sizes a port gives its device fit what was built and what the protocol can carry. */
#include <string.h>

#include "lim_state.h"

#define WORD(number) #number
#define TEXT(number) WORD(number)
#define MOST_TEXT 64
#define MOST_SLOTS 1024

static bool text_fits(const char *text) {
    return text != NULL && memchr(text, 0, MOST_TEXT + 1) != NULL;
}

lim_complaint lim_unfit(const lim_device *d) {
    if (!text_fits(d->device) || !text_fits(d->firmware)) {
        return "device or firmware does not fit; allowed: 0 to 64 bytes";
    }
    if (d->rows < 1 || d->rows > LIM_MOST_LINES) {
        return "rows does not fit this build; allowed: 1 to LIM_MOST_LINES = " TEXT(LIM_MOST_LINES);
    }
    if (d->columns < 1 || d->columns > LIM_MOST_LINES) {
        return "columns does not fit this build; allowed: 1 to LIM_MOST_LINES = " TEXT(LIM_MOST_LINES);
    }
    if (d->converter_bits < 1 || d->converter_bits > 16) {
        return "converter_bits does not fit; allowed: 1 to 16";
    }
    if (d->most_slots < 1 || d->most_slots > MOST_SLOTS) {
        return "most_slots does not fit; allowed: 1 to " TEXT(MOST_SLOTS);
    }
    if (d->staging == NULL || d->staging_bytes < d->columns + 1 || d->staging_bytes > INT32_MAX) {
        return "staging_bytes does not fit; allowed: columns + 1 or more, so that a row can be staged";
    }
    return NULL;
}
