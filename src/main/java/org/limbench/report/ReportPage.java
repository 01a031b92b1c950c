package org.limbench.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A run as one HTML file that opens without a network: template, style, scripts and numbers are all inside, and its
 * content policy forbids everything else.
 */
public final class ReportPage {
    /** Packed by the WebJar of the plotting library (MIT licence, notice kept in the page). */
    private static final String PLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

    private ReportPage() {}

    /**
     * Writes the page, whole or not at all.
     *
     * @throws IOException when the file cannot be written
     */
    public static void write(RunReport report, Path html) throws IOException {
        Path draft = html.resolveSibling(html.getFileName() + ".part");
        try {
            Files.writeString(draft, render(report));
            Files.move(draft, html, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The page as text. */
    static String render(RunReport report) throws IOException {
        PageModel model = new PageModel(
                report,
                new Assets(
                        text("page.css") + text(PLOT + "dist/uPlot.min.css"),
                        "/*\n" + text(PLOT + "LICENSE") + "*/\n" + text(PLOT + "dist/uPlot.iife.min.js"),
                        text("page.js")));
        return Mustache.compiler()
                .escapeHTML(true)
                .compile(text("page.mustache"))
                .execute(model);
    }

    /** Our own and the library's text, put in as it is. */
    record Assets(String style, String plotScript, String pageScript) {}

    private static String text(String resource) throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is not packed");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
