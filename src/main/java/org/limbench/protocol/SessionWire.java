package org.limbench.protocol;

import org.limbench.protocol.wire.Wire;
import org.limbench.text.ForeignText;

/** Opening, keeping and closing a session, to the wire form and back; texts for people come back on one line. */
final class SessionWire {
    private SessionWire() {}

    static Wire.Hello to(Hello hello) {
        return Wire.Hello.newBuilder()
                .setProtoMajor((int) hello.protoMajor())
                .setProtoMinor((int) hello.protoMinor())
                .setSession(hello.session())
                .setLeaseMillis(hello.leaseMillis())
                .setClientName(hello.clientName())
                .setMaxFrame((int) hello.maxFrame())
                .build();
    }

    static Hello from(Wire.Hello wire) {
        return new Hello(
                Integer.toUnsignedLong(wire.getProtoMajor()),
                Integer.toUnsignedLong(wire.getProtoMinor()),
                wire.getSession(),
                wire.getLeaseMillis(),
                ForeignText.oneLine(wire.getClientName()),
                Integer.toUnsignedLong(wire.getMaxFrame()));
    }

    static Wire.HelloAck to(HelloAck ack) {
        return Wire.HelloAck.newBuilder()
                .setBootId(ack.bootId())
                .setProtoMajor((int) ack.protoMajor())
                .setProtoMinor((int) ack.protoMinor())
                .setLastUpdateId(ack.lastUpdateId())
                .setCredits(ack.credits())
                .setMaxFrame(ack.maxFrame())
                .setUptimeMillis(ack.uptimeMillis())
                .setSchemaCrc(ack.schemaCrc())
                .setLeaseMillis(ack.leaseMillis())
                .setEmulated(ack.emulated())
                .build();
    }

    static HelloAck from(Wire.HelloAck wire) {
        return new HelloAck(
                wire.getBootId(),
                Integer.toUnsignedLong(wire.getProtoMajor()),
                Integer.toUnsignedLong(wire.getProtoMinor()),
                wire.getLastUpdateId(),
                wire.getCredits(),
                wire.getMaxFrame(),
                wire.getUptimeMillis(),
                wire.getSchemaCrc(),
                wire.getLeaseMillis(),
                wire.getEmulated());
    }

    static Wire.Ack to(Ack ack) {
        return Wire.Ack.newBuilder()
                .setCumulativeSeq((int) ack.cumulativeSeq())
                .setCredits(ack.credits())
                .setNak(ack.nak())
                .setUptimeMillis(ack.uptimeMillis())
                .build();
    }

    static Ack from(Wire.Ack wire) {
        return new Ack(
                Integer.toUnsignedLong(wire.getCumulativeSeq()),
                wire.getCredits(),
                wire.getNak(),
                wire.getUptimeMillis());
    }

    static Wire.Bye to(Bye bye) {
        return Wire.Bye.newBuilder().setReason(bye.reason()).build();
    }

    static Bye from(Wire.Bye wire) {
        int bytes = wire.getReasonBytes().size();
        if (bytes > WireLimits.TEXT) {
            throw new IllegalArgumentException("reason has " + bytes + " bytes; allowed: at most " + WireLimits.TEXT);
        }
        return new Bye(ForeignText.oneLine(wire.getReason()));
    }

    static Wire.PowerOn to(PowerOn powerOn) {
        return Wire.PowerOn.newBuilder().setLife(powerOn.life()).build();
    }

    static PowerOn from(Wire.PowerOn wire) {
        return new PowerOn(wire.getLife());
    }

    static Wire.Fault to(Fault fault) {
        return Wire.Fault.newBuilder()
                .setCode(
                        switch (fault.code()) {
                            case UNSPECIFIED -> Wire.FaultCode.FAULT_UNSPECIFIED;
                            case UNSUPPORTED -> Wire.FaultCode.FAULT_UNSUPPORTED;
                            case MALFORMED -> Wire.FaultCode.FAULT_MALFORMED;
                            case OUT_OF_RANGE -> Wire.FaultCode.FAULT_OUT_OF_RANGE;
                            case TOO_LARGE -> Wire.FaultCode.FAULT_TOO_LARGE;
                            case LEASE_HELD -> Wire.FaultCode.FAULT_LEASE_HELD;
                            case VERSION -> Wire.FaultCode.FAULT_VERSION;
                            case NO_SESSION -> Wire.FaultCode.FAULT_NO_SESSION;
                            case STAGING -> Wire.FaultCode.FAULT_STAGING;
                            case BUSY -> Wire.FaultCode.FAULT_BUSY;
                            case DEVICE -> Wire.FaultCode.FAULT_DEVICE;
                        })
                .setField(fault.field())
                .setText(fault.text())
                .setRefersSeq((int) fault.refersSeq())
                .setRefersCommand(fault.refersCommand())
                .build();
    }

    static Fault from(Wire.Fault wire) {
        FaultCode code = switch (wire.getCode()) {
            case FAULT_UNSPECIFIED, UNRECOGNIZED -> FaultCode.UNSPECIFIED;
            case FAULT_UNSUPPORTED -> FaultCode.UNSUPPORTED;
            case FAULT_MALFORMED -> FaultCode.MALFORMED;
            case FAULT_OUT_OF_RANGE -> FaultCode.OUT_OF_RANGE;
            case FAULT_TOO_LARGE -> FaultCode.TOO_LARGE;
            case FAULT_LEASE_HELD -> FaultCode.LEASE_HELD;
            case FAULT_VERSION -> FaultCode.VERSION;
            case FAULT_NO_SESSION -> FaultCode.NO_SESSION;
            case FAULT_STAGING -> FaultCode.STAGING;
            case FAULT_BUSY -> FaultCode.BUSY;
            case FAULT_DEVICE -> FaultCode.DEVICE;
        };
        return new Fault(
                code,
                ForeignText.oneLine(wire.getField()),
                ForeignText.oneLine(wire.getText()),
                Integer.toUnsignedLong(wire.getRefersSeq()),
                wire.getRefersCommand());
    }

    static Wire.Log to(Log log) {
        return Wire.Log.newBuilder()
                .setLevel(
                        switch (log.level()) {
                            case UNSPECIFIED -> Wire.LogLevel.LOG_UNSPECIFIED;
                            case DEBUG -> Wire.LogLevel.LOG_DEBUG;
                            case INFO -> Wire.LogLevel.LOG_INFO;
                            case WARNING -> Wire.LogLevel.LOG_WARNING;
                            case ERROR -> Wire.LogLevel.LOG_ERROR;
                        })
                .setText(log.text())
                .build();
    }

    static Log from(Wire.Log wire) {
        Log.Level level = switch (wire.getLevel()) {
            case LOG_UNSPECIFIED, UNRECOGNIZED -> Log.Level.UNSPECIFIED;
            case LOG_DEBUG -> Log.Level.DEBUG;
            case LOG_INFO -> Log.Level.INFO;
            case LOG_WARNING -> Log.Level.WARNING;
            case LOG_ERROR -> Log.Level.ERROR;
        };
        return new Log(level, ForeignText.oneLine(wire.getText()));
    }
}
