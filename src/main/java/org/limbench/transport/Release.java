package org.limbench.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Gives back what is being abandoned anyway: a failure to close it is noted in the log and changes nothing else. */
public final class Release {
    private static final Logger LOG = System.getLogger(Release.class.getName());

    private Release() {}

    /** Closes {@code resource}; null is nothing to close. */
    public static void quietly(@Nullable AutoCloseable resource) {
        if (resource == null) {
            return;
        }
        try {
            resource.close();
        } catch (Exception e) {
            LOG.log(Level.DEBUG, "closing " + resource, e);
        }
    }
}
