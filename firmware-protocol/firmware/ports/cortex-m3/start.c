/* Vector table and reset of a Cortex-M3 (ARMv7-M Architecture Reference Manual, B1.5). */
#include <stdint.h>
#include <string.h>

extern uint32_t stack_top, data_start, data_end, load_of_data, bss_start, bss_end;
int main(void);
void uart_interrupt(void);
void tick_interrupt(void);
void reset(void);

static void halt(void) {
    for (;;) {
    }
}

typedef void (*handler)(void);

/* system handlers, then interrupts 0 to 5: UART0 is 5 (DS-LM3S6965, table 2-9) */
__attribute__((section(".vectors"), used)) static const handler vectors[16 + 6] = {
    (handler)(uintptr_t)&stack_top, reset, halt, halt, halt, halt, halt, 0, 0, 0, 0, halt, halt, 0, halt, tick_interrupt,
    halt, halt, halt, halt, halt, uart_interrupt};

void reset(void) {
    memcpy(&data_start, &load_of_data, (size_t)((char *)&data_end - (char *)&data_start));
    memset(&bss_start, 0, (size_t)((char *)&bss_end - (char *)&bss_start));
    main();
    halt();
}
