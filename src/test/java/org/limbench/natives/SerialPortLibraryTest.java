package org.limbench.natives;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SerialPortLibraryTest {
    @ParameterizedTest
    @CsvSource({
        "Linux,amd64,,Linux/x86_64/libjSerialComm.so",
        "Linux,aarch64,,Linux/armv8_64/libjSerialComm.so",
        "Linux,arm,gnueabihf,Linux/armv6hf/libjSerialComm.so",
        "Linux,arm,gnueabi,Linux/armv5/libjSerialComm.so",
        "Linux,ppc64le,,Linux/ppc64le/libjSerialComm.so",
        "Linux,i386,,Linux/x86/libjSerialComm.so",
        "Mac OS X,aarch64,,OSX/aarch64/libjSerialComm.jnilib",
        "Mac OS X,x86_64,,OSX/x86_64/libjSerialComm.jnilib",
        "Windows 11,amd64,,Windows/x86_64/jSerialComm.dll",
        "FreeBSD,amd64,,FreeBSD/x86_64/libjSerialComm.so",
        "OpenBSD,amd64,,OpenBSD/amd64/libjSerialComm.so",
    })
    void theJarHoldsTheLibraryOfTheSystem(String os, String arch, String abi, String resource) {
        assertThat(SerialPortLibrary.resource(os, arch, abi == null ? "" : abi)).isEqualTo(resource);
        assertThat(getClass().getResource("/" + resource)).as(resource).isNotNull();
    }
}
