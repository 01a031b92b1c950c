package org.limbench.cli;

import org.limbench.bench.Host;

/** How to get past a broker's door, for the help of the commands that go there. */
final class BrokerEnvironment {
    /** One variable a line. */
    static final String HELP = "Brokers: secrets and files come from the environment:%n"
            + "  " + Host.MQTT_PASSWORD + "        of the user in the address%n"
            + "  " + Host.MQTT_CA + "              PEM file of the authorities to trust%n"
            + "  " + Host.MQTT_CERT + "            PEM file of a certificate to show%n"
            + "  " + Host.MQTT_KEY + "             PEM file of its key%n"
            + "  " + Host.MQTT_KEY_PASSPHRASE + "  opens that key";

    private BrokerEnvironment() {}
}
