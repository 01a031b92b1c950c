/* What a host asks and the array is not touched for: datasheet, status, meter. */
#include <string.h>

#include "lim_state.h"

void lim_answer_datasheet(void) {
    const lim_device *d = lim.device;
    limbench_v1_DatasheetReply reply = limbench_v1_DatasheetReply_init_zero;
    limbench_v1_Datasheet *sheet = &reply.datasheet;
    reply.has_datasheet = true;
    strncpy(sheet->device, d->device, sizeof sheet->device - 1);
    strncpy(sheet->firmware, d->firmware, sizeof sheet->firmware - 1);
    sheet->emulated = d->emulated;
    sheet->rows = d->rows;
    sheet->columns = d->columns;
    sheet->levels = d->levels;
    sheet->least_siemens = d->least_siemens;
    sheet->most_siemens = d->most_siemens;
    sheet->minimum_step_siemens = d->minimum_step_siemens;
    if (d->barrier_driven) {
        sheet->which_drive = limbench_v1_Datasheet_barrier_tag;
        limbench_v1_BarrierLimits limits = {
            .least_joules = d->least_barrier_joules,
            .most_joules = d->most_barrier_joules,
            .hold_joules = d->hold_barrier_joules,
            .most_tilt_joules = d->most_tilt_joules,
            .attempts_per_second = d->attempts_per_second,
            .most_attempts_per_second = d->most_attempts_per_second,
            .half_select_fraction = d->half_select_fraction};
        sheet->drive.barrier = limits;
    } else {
        sheet->which_drive = limbench_v1_Datasheet_voltage_tag;
        sheet->drive.voltage.potentiate_volts = d->potentiate_volts;
        sheet->drive.voltage.depress_volts = d->depress_volts;
    }
    sheet->pulse_seconds = d->pulse_seconds;
    sheet->temperature_kelvin = lim_hal_kelvin();
    sheet->has_converter = true;
    sheet->converter.bits = d->converter_bits;
    sheet->converter.offset_siemens = d->converter_offset_siemens;
    sheet->converter.lsb_siemens = d->converter_lsb_siemens;
    sheet->converter.noise_siemens = d->converter_noise_siemens;
    sheet->has_meter = true;
    limbench_v1_MeterChannels *meter = &sheet->meter;
    meter->lsb_joules_count = LIM_ACCOUNTS;
    meter->gain_uncertainty_count = LIM_ACCOUNTS;
    meter->offset_uncertainty_watts_count = LIM_ACCOUNTS;
    meter->noise_watts_per_root_hertz_count = LIM_ACCOUNTS;
    memcpy(meter->lsb_joules, d->lsb_joules, sizeof meter->lsb_joules);
    memcpy(meter->gain_uncertainty, d->gain_uncertainty, sizeof meter->gain_uncertainty);
    memcpy(meter->offset_uncertainty_watts, d->offset_uncertainty_watts, sizeof meter->offset_uncertainty_watts);
    memcpy(meter->noise_watts_per_root_hertz, d->noise_watts_per_root_hertz, sizeof meter->noise_watts_per_root_hertz);
    meter->unmetered_accounts = d->unmetered_accounts;
    sheet->most_slots = d->most_slots;
    sheet->most_staged_bytes = d->staging_bytes;
    lim_reply(limbench_v1_Envelope_datasheet_reply_tag, limbench_v1_DatasheetReply_fields, &reply);
}

void lim_answer_status(void) {
    lim_meter meter;
    lim_meter_now(&meter);
    limbench_v1_StatusReply reply = limbench_v1_StatusReply_init_zero;
    reply.uptime_millis = lim_hal_uptime_millis();
    reply.device_seconds = meter.seconds;
    reply.last_update_id = lim.last_id;
    reply.has_latch = true;
    lim_latch(&reply.latch, &meter);
    reply.temperature_kelvin = lim_hal_kelvin();
    reply.has_counters = true;
    reply.counters = lim.counters;
    lim_reply(limbench_v1_Envelope_status_reply_tag, limbench_v1_StatusReply_fields, &reply);
}

void lim_answer_meter(void) {
    lim_meter meter;
    lim_meter_now(&meter);
    limbench_v1_MeterReply reply = limbench_v1_MeterReply_init_zero;
    reply.has_latch = true;
    lim_latch(&reply.latch, &meter);
    reply.device_seconds = meter.seconds;
    lim_reply(limbench_v1_Envelope_meter_reply_tag, limbench_v1_MeterReply_fields, &reply);
}

void lim_stream(const limbench_v1_MeterStream *wanted) {
    lim.streaming = wanted->on;
    lim.stream_period = wanted->period_millis;
    lim.stream_counter = 0;
    lim.stream_next = lim_hal_uptime_millis();
}

void lim_stream_on(void) {
    uint64_t now = lim_hal_uptime_millis();
    if (!lim.streaming || now < lim.stream_next) {
        return;
    }
    lim.stream_next = now + lim.stream_period;
    lim_meter meter;
    lim_meter_now(&meter);
    limbench_v1_MeterEvent event = limbench_v1_MeterEvent_init_zero;
    event.counter = ++lim.stream_counter;
    event.has_latch = true;
    lim_latch(&event.latch, &meter);
    event.device_seconds = meter.seconds;
    lim_say(lim.session, limbench_v1_Envelope_meter_event_tag, limbench_v1_MeterEvent_fields, &event);
}
