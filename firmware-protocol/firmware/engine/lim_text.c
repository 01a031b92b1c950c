#include "lim_text.h"

void lim_say_word(lim_text *text, const char *word) {
    while (*word != 0 && text->length < LIM_TEXT_MOST) {
        text->chars[text->length++] = *word++;
    }
    text->chars[text->length] = 0;
}

void lim_say_number(lim_text *text, uint64_t number) {
    char digits[21];
    int first = 20;
    digits[first] = 0;
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    lim_say_word(text, digits + first);
}
