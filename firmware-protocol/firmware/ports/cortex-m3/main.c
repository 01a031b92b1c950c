/*
 * The firmware on a bare Cortex-M3, TI LM3S6965 (qemu-system-arm -M lm3s6965evb): interrupt-driven UART0, asleep (WFI)
 * whenever nothing is to be done.
 */
#include <string.h>

#include "lim_model.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))

/* PL011 UART0 (ARM DDI 0183) */
#define UART_DATA REGISTER(0x4000C000)
#define UART_FLAGS REGISTER(0x4000C018)
#define UART_BAUD_WHOLE REGISTER(0x4000C024)
#define UART_BAUD_PART REGISTER(0x4000C028)
#define UART_LINE REGISTER(0x4000C02C)
#define UART_CONTROL REGISTER(0x4000C030)
#define UART_MASK REGISTER(0x4000C038)
#define UART_CLEAR REGISTER(0x4000C044)
#define FLAG_RECEIVE_EMPTY (1u << 4)
#define FLAG_SEND_FULL (1u << 5)
#define INTERRUPT_RECEIVE (1u << 4)
#define INTERRUPT_RECEIVE_TIMEOUT (1u << 6)

/* system control (DS-LM3S6965, chapter 5) and Cortex-M3 peripherals (ARMv7-M B3) */
#define CLOCK_GATE_1 REGISTER(0x400FE104)
#define CLOCK_GATE_2 REGISTER(0x400FE108)
#define TICK_CONTROL REGISTER(0xE000E010)
#define TICK_RELOAD REGISTER(0xE000E014)
#define TICK_NOW REGISTER(0xE000E018)
#define INTERRUPT_ENABLE REGISTER(0xE000E100)
#define UART0_INTERRUPT 5

#define CORE_HERTZ 12000000u
#define CYCLES_PER_MILLI (CORE_HERTZ / 1000)

/* Between two ticks: the timer counts 24 bits, and each tick wakes a core that has nothing to do. */
#define IDLE_MILLIS 1000u
#define BUSY_MILLIS 1u

/* Two frames of the host and an acknowledgement fit; a power of two. */
#define RING 2048u

/* Whose times make a boot id, when bytes waiting for the reset's end come one close upon the other; less than any frame. */
#define BYTES_HEARD 16u

static uint8_t ring[RING];
static volatile uint32_t received, taken;
static volatile uint64_t ticked_millis;
static uint32_t tick_millis;
/* Goes on where a reset found it, so that no boot repeats the one before; whatever the RAM holds when the power comes. */
static uint64_t noise __attribute__((section(".noinit")));

void uart_interrupt(void) {
    UART_CLEAR = INTERRUPT_RECEIVE | INTERRUPT_RECEIVE_TIMEOUT;
    while (!(UART_FLAGS & FLAG_RECEIVE_EMPTY)) {
        uint8_t byte = (uint8_t)UART_DATA;
        if (received - taken < RING) {
            ring[received % RING] = byte;
            received++;
        }
        /* when a byte comes is the only thing here that differs between two boots with the same RAM */
        noise = ((noise + 0x9E3779B97F4A7C15u) ^ TICK_NOW ^ (uint64_t)byte << 40) * 0xBF58476D1CE4E5B9u;
        noise ^= noise >> 29;
    }
}

void tick_interrupt(void) {
    ticked_millis += tick_millis;
}

size_t lim_hal_receive(uint8_t *into, size_t most) {
    size_t count = 0;
    while (count < most && taken != received) {
        into[count++] = ring[taken % RING];
        taken++;
    }
    return count;
}

void lim_hal_send(const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        while (UART_FLAGS & FLAG_SEND_FULL) {
        }
        UART_DATA = bytes[i];
    }
}

uint64_t lim_hal_uptime_millis(void) {
    uint64_t before;
    uint32_t left;
    do {
        before = ticked_millis;
        left = TICK_NOW;
    } while (before != ticked_millis); /* a tick in between: the timer has begun anew */
    return before + (tick_millis * CYCLES_PER_MILLI - 1 - left) / CYCLES_PER_MILLI;
}

/* Ticks every so often from now on; what is left of a millisecond is lost. */
static void tick_every(uint32_t millis) {
    if (tick_millis == millis) {
        return;
    }
    __asm volatile("cpsid i");
    uint64_t now = tick_millis == 0 ? 0 : lim_hal_uptime_millis();
    ticked_millis = now;
    tick_millis = millis;
    TICK_RELOAD = millis * CYCLES_PER_MILLI - 1;
    TICK_NOW = 0;
    TICK_CONTROL = 7;
    __asm volatile("cpsie i");
}

uint64_t lim_hal_entropy(void) {
    return noise;
}

static void start_uart(void) {
    CLOCK_GATE_1 |= 1u;  /* UART0 */
    CLOCK_GATE_2 |= 1u;  /* its pins */
    UART_CONTROL = 0;
    UART_BAUD_WHOLE = CORE_HERTZ / (16 * 115200u);
    UART_BAUD_PART = (CORE_HERTZ % (16 * 115200u) * 64 + 8 * 115200u) / (16 * 115200u);
    UART_LINE = 3u << 5; /* 8 bits, no queue: every byte interrupts */
    UART_MASK = INTERRUPT_RECEIVE | INTERRUPT_RECEIVE_TIMEOUT;
    UART_CONTROL = 1u | 1u << 8 | 1u << 9;
    /* a reset between clearing an interrupt and reading its byte leaves a full receiver that never interrupts again, where
     * the UART is not reset with the core (QEMU 7.2) */
    while (!(UART_FLAGS & FLAG_RECEIVE_EMPTY)) {
        (void)UART_DATA;
    }
    INTERRUPT_ENABLE = 1u << UART0_INTERRUPT;
}

static void sleep_until_interrupt(void) {
    /* with interrupts masked a byte that arrives after the check still ends the sleep (ARMv7-M B1.5.19) */
    __asm volatile("cpsid i");
    if (received == taken) {
        __asm volatile("wfi");
    }
    __asm volatile("cpsie i");
}

int main(void) {
    tick_every(IDLE_MILLIS);
    start_uart();
    const lim_device *device = lim_model_power_on("lim-cortex-m3 1.0", LIM_MODEL_ROWS, LIM_MODEL_COLUMNS, 1);
    while (received - taken < BYTES_HEARD) {
        sleep_until_interrupt(); /* the boot id is drawn once a host has been heard */
    }
    lim_boot(device); /* what does not fit is told to every host that asks */
    for (;;) {
        lim_poll();
        if (lim_reset_asked()) {
            lim_boot(device);
        }
        /* what waits for the host wakes with its bytes; what waits for a time is late by a tick */
        tick_every(lim_busy() ? BUSY_MILLIS : IDLE_MILLIS);
        if (!lim_working()) {
            sleep_until_interrupt();
        }
    }
}
