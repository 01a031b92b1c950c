package org.limbench.report;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A run as one HTML file that opens without a network: template, style, scripts and numbers are all inside, and its
 * content policy forbids everything else.
 */
public final class ReportPage {
    private ReportPage() {}

    /**
     * Writes the page, whole or not at all.
     *
     * @throws IOException when the file cannot be written
     */
    public static void write(RunReport report, Path html) throws IOException {
        OfflinePage.write(render(report), html);
    }

    /** The page as text. */
    static String render(RunReport report) throws IOException {
        return OfflinePage.render("page.mustache", new PageModel(report, OfflinePage.assets("page.js")));
    }
}
