package org.limbench.profile;

import java.util.List;

/** The device profiles packed with this release, and any other in a YAML file. */
public final class ProfileLibrary {
    private ProfileLibrary() {}

    /** Names of the packed profiles, in order. */
    public static List<String> names() {
        return ProfileTree.packed();
    }

    /**
     * Loads and checks a profile.
     *
     * @param nameOrPath a packed name, or the path of a file (it holds a separator or ends in .yaml or .yml)
     * @throws ProfileException with one line for everything wrong
     */
    public static DeviceProfile load(String nameOrPath) {
        return ProfileReader.read(ProfileTree.load(nameOrPath));
    }
}
