/* Short texts for people, built without stdio. */
#ifndef LIM_TEXT_H
#define LIM_TEXT_H

#include <stdint.h>

#define LIM_TEXT_MOST 160

/* Always terminated; what does not fit is left out. */
typedef struct {
    char chars[LIM_TEXT_MOST + 1];
    uint8_t length;
} lim_text;

void lim_say_word(lim_text *text, const char *word);
void lim_say_number(lim_text *text, uint64_t number);

#endif
